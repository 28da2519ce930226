"""What Streamlit runs. It stands alone: beside a folder named pages, Streamlit would make a page of each file there."""

from app.main import main

main()
