"""Settings of all tests."""

from hypothesis import settings

# No test may fail for being slow, and the whole suite is to stay quick.
settings.register_profile("project", deadline=None, max_examples=60)
settings.load_profile("project")
