"""The command line `feedback`: the wheel has this package and `feedback` itself, and no part of the local cloud."""
