package com.example.mybooks.item;

import com.example.mybooks.value.Ids;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;

/** What every thing has, whatever its kind. */
@MappedSuperclass
public abstract class OwnedItem {
    @Id
    private String id;

    @Column(name = "owner_id", updatable = false)
    private String ownerId;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Version
    private long version;

    void begin(String owner, Instant now) {
        id = Ids.next();
        ownerId = owner;
        createdAt = now;
        updatedAt = now;
        version = 1;
    }

    /** Notes a change. The time always moves on, so that Hibernate sees one and counts the version up. */
    void touch(Instant now) {
        updatedAt = now.isAfter(updatedAt) ? now : updatedAt.plusMillis(1);
    }

    public String getId() {
        return id;
    }

    public String getOwnerId() {
        return ownerId;
    }

    public Instant getCreatedAt() {
        return createdAt;
    }

    public Instant getUpdatedAt() {
        return updatedAt;
    }

    public long getVersion() {
        return version;
    }
}
