package com.example.mybooks.shelves;

import com.example.mybooks.item.OwnedItem;
import com.example.mybooks.item.ParentLabel;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** One of the shelves in the database. A text that lists are sorted by has a second column with its lower case. */
@Entity
@Table(name = "shelves")
public class Shelf extends OwnedItem {
    @Column(name = "label")
    String label;

    @Column(name = "label_sort", insertable = false, updatable = false)
    String labelSort;

    protected Shelf() {}

    /** What the things that belong to it show of it. */
    public ParentLabel asParent() {
        return new ParentLabel(getId(), label);
    }
}
