package signaling

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rates. A person who uses every control sends a few messages a second; an attacker thousands.
const (
	messagesPerSecond = 20
	messagesBurst     = 60
	offersPerSecond   = 0.5 // one is enough for a stay in the circle, but for lines that break
	offersBurst       = 6
	attemptsPerSecond = 5 // exchanges and connections from one address: a clinic may share one
	attemptsBurst     = 60

	maxAddresses = 10_000 // remembered at a time
)

// limiters counts attempts for each client address.
type limiters struct {
	mu sync.Mutex
	of map[netip.Addr]*limiter
}

type limiter struct {
	*rate.Limiter
	used time.Time
}

func newLimiters() *limiters { return &limiters{of: map[netip.Addr]*limiter{}} }

// allow says whether addr may try again now. IPv6 clients count by their /64, since one household has all of it.
func (l *limiters) allow(addr netip.Addr) bool {
	if addr.Is6() {
		if prefix, err := addr.Prefix(64); err == nil {
			addr = prefix.Addr()
		}
	}
	now := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	one := l.of[addr]
	if one == nil {
		if len(l.of) >= maxAddresses {
			l.forget(now)
		}
		if len(l.of) >= maxAddresses {
			return false
		}
		one = &limiter{Limiter: rate.NewLimiter(attemptsPerSecond, attemptsBurst)}
		l.of[addr] = one
	}
	one.used = now
	return one.AllowN(now, 1)
}

// forget drops whoever has been quiet long enough to have a full bucket again.
func (l *limiters) forget(now time.Time) {
	for addr, one := range l.of {
		if now.Sub(one.used) > attemptsBurst/attemptsPerSecond*time.Second {
			delete(l.of, addr)
		}
	}
}

// clientAddr returns the address of the browser: the connection's, or the nearest one in X-Forwarded-For that is
// not a trusted proxy. The zero address stands for whatever can't be read.
func (s *Server) clientAddr(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	addr = addr.Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !s.trusted(addr) {
			break
		}
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		addr = next.Unmap().WithZone("")
	}
	return addr
}

func (s *Server) trusted(addr netip.Addr) bool {
	return slices.ContainsFunc(s.Proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}
