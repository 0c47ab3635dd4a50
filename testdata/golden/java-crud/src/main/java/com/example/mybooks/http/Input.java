package com.example.mybooks.http;

/** What a client sends as a body: a record that reads itself by a constructor with a {@link Body}. */
public interface Input {}
