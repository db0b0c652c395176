"""The offline half: from labelled comments to a model version that the service can load."""
