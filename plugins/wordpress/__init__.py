"""Moving house: `make import` makes articles of an export of WordPress. A command, nothing of it works in a build."""
