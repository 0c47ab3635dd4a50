package com.example.mybooks.config;

import java.util.List;

/** Says what is wrong with the settings, one line for each. */
public class InvalidSettings extends RuntimeException {
    InvalidSettings(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
