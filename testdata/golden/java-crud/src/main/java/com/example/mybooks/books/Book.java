package com.example.mybooks.books;

import com.example.mybooks.item.OwnedItem;
import com.example.mybooks.shelves.Shelf;
import com.example.mybooks.value.Decimals;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;

/** One of the books in the database. A text that lists are sorted by has a second column with its lower case. */
@Entity
@Table(name = "books")
public class Book extends OwnedItem {
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "shelf_id")
    Shelf shelf;

    @Column(name = "title")
    String title;

    @Column(name = "title_sort", insertable = false, updatable = false)
    String titleSort;

    @Column(name = "pages")
    Long pages;

    @Column(name = "status")
    String status;

    @Column(name = "price")
    @Convert(converter = Decimals.Scale2.class)
    BigDecimal price;

    @Column(name = "bought")
    LocalDate bought;

    @Column(name = "link")
    String link;

    @Column(name = "loved")
    Boolean loved;

    @Column(name = "notes")
    String notes;

    protected Book() {}
}
