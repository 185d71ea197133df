"""feedback evaluate: how good the model's answers are, and which batch size is safe, measured on labelled comments."""
