"""What GitHub's workflows run: an issue → an article, a list of faults → a comment, the pages that a change touches."""
