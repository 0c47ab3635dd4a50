package com.example.mybooks.item;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a thing shows of the one it belongs to. */
public record ParentLabel(@JsonProperty("id") String id, @JsonProperty("label") String label) {}
