"""The command behind `make devserver`: a build that stays, and a server that tells the browser of each change."""
