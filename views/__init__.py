"""Streamlit pages: they call scenarios and reports, and draw."""
