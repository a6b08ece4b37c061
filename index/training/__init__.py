"""How the models were made: data, generators and the training loop."""
