"""Link exact quotes from AI labs' reports to claims, and publish scorecards."""
