"""The online half: text in, scores and a verdict out, over HTTP and on the command line."""
