package com.example.mybooks.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A range of addresses, such as 10.0.0.0/8. */
public record Network(byte[] address, int bits) {
    private static final Pattern NUMERIC =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    public static Network parse(String text) {
        var slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no /");
        }
        var address = parseAddress(text.substring(0, slash)).getAddress();
        var bits = Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > address.length * Byte.SIZE) {
            throw new IllegalArgumentException("too many bits");
        }
        return new Network(address, bits);
    }

    /** Reads an address; a name is none, so that nothing asks the network about it. */
    public static InetAddress parseAddress(String text) {
        try {
            if (NUMERIC.matcher(text).matches()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            // told below
        }
        throw new IllegalArgumentException("not an address");
    }

    public boolean contains(InetAddress other) {
        var theirs = other.getAddress();
        if (theirs.length != address.length) {
            return false;
        }
        var whole = bits / Byte.SIZE;
        var rest = bits % Byte.SIZE;
        return Arrays.equals(theirs, 0, whole, address, 0, whole)
                && (rest == 0 || (theirs[whole] ^ address[whole]) >> (Byte.SIZE - rest) == 0);
    }
}
