"""The rules of a spec inside the workbook itself: colours that come and go while a person types."""
