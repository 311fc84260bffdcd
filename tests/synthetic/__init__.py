"""Made-up corpora of any size with the truth beside them: `synthetic.corpus.corpus`.

What is drawn, and how often, follows counts over what the extraction reads from 2,590 articles of
the press corpus, where it has them; each constant says so, or that it is a guess.
"""
