"""Google's Perspective API (Comment Analyzer v1alpha1): its clients change only the host."""
