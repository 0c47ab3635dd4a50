package com.example.mybooks.http;

import com.example.mybooks.config.Network;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * Finds out who sent a request. What a proxy says about that counts only if the proxy is ours: anybody can send
 * X-Forwarded-For. Each proxy adds the address it saw at the right end.
 */
class ClientAddress {
    private final List<Network> trusted;

    ClientAddress(List<Network> trusted) {
        this.trusted = trusted;
    }

    String of(HttpServletRequest request) {
        var address = Network.parseAddress(request.getRemoteAddr().split("%")[0]);
        var hops = String.join(",", Collections.list(request.getHeaders("X-Forwarded-For"))).split(",");
        try {
            for (var i = hops.length - 1; i >= 0 && isTrusted(address); i--) {
                address = Network.parseAddress(hops[i].strip());
            }
        } catch (IllegalArgumentException e) {
            // what stands further left is made up
        }
        if (address instanceof Inet6Address) { // one household has 2^64 of them
            return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8));
        }
        return address.getHostAddress();
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }
}
