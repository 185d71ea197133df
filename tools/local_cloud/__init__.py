"""The embedded AWS on this machine: ministack, the model stand-in, and the ordinary SAM deployment onto them."""
