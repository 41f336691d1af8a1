"""The least that Streamlit can show: one table of 514 rows, and a field whose text comes back."""

import pandas as pd
import streamlit as st

st.title("514")
said = st.text_input("field", key="field")
st.text(f"said {said}")
st.dataframe(pd.DataFrame({f"column {k}": [f"cell {k} {n}" for n in range(514)] for k in range(9)}), hide_index=True)
