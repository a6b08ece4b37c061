"""How the two models were made: data, generators and the training loop."""
