package signaling

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"alcove/room"
)

// Rates. A person who uses every control sends a few messages a second; an attacker thousands.
const (
	messagesPerSecond = 20
	messagesBurst     = 60
	offersPerSecond   = 0.5 // one is enough for a stay in the circle, but for lines that break
	offersBurst       = 6
	attemptsPerSecond = 5 // exchanges and connections from one address: a clinic may share one
	attemptsBurst     = 60
	arrivalsPerMinute = 60 // of one person, with however many browsers
	arrivalsBurst     = 30
	secondsPerMinute  = 60

	maxAddresses = 10_000 // remembered at a time
)

// Rates counts attempts over all servers.
type Rates interface {
	// Attempt counts one more of who, and returns how long to wait if it was one too many, else 0. An error means that
	// nobody can say.
	Attempt(ctx context.Context, who string, perMinute, burst int) (wait time.Duration, err error)
}

// attempt counts one attempt to exchange or to connect, by the browser's address, and returns how long to wait if it
// was one too many. While the shared count can't be asked, this server's own alone holds.
func (s *Server) attempt(r *http.Request) time.Duration {
	addr := household(s.clientAddr(r))
	if !s.attempts.allow(addr) {
		s.tally.add(CountLimit, "address, here")
		return attemptsBurst / attemptsPerSecond * time.Second / 2
	}
	who := s.Authority.Pseudonym("address", addr.String())
	wait, err := s.Rates.Attempt(r.Context(), who, attemptsPerSecond*secondsPerMinute, attemptsBurst)
	if err != nil {
		s.tally.add(CountLimit, "not asked")
		return 0
	}
	if wait > 0 {
		s.tally.add(CountLimit, "address")
	}
	return wait
}

// arrival counts how often a person comes in, like attempt.
func (s *Server) arrival(ctx context.Context, m room.Membership) time.Duration {
	who := s.Authority.Pseudonym("person", string(m.Group)+"\x00"+string(m.Person))
	wait, err := s.Rates.Attempt(ctx, who, arrivalsPerMinute, arrivalsBurst)
	if err != nil {
		s.tally.add(CountLimit, "not asked")
		return 0
	}
	if wait > 0 {
		s.tally.add(CountLimit, "person")
	}
	return wait
}

// household is whose attempts are counted together: IPv6 clients by their /64, since one household has all of it.
func household(addr netip.Addr) netip.Addr {
	if !addr.Is6() {
		return addr
	}
	prefix, err := addr.Prefix(64)
	if err != nil {
		return addr
	}
	return prefix.Addr()
}

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

// allow says whether addr may try again now.
func (l *limiters) allow(addr netip.Addr) bool {
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
