module github.com/scaffolio/scaffolio

go 1.26
