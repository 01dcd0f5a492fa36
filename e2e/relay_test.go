package e2e

import (
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// relay is a proxy that a test can slow down or turn to somebody else.
type relay struct {
	listener net.Listener
	delay    atomic.Int64 // nanoseconds
	target   atomic.Pointer[target]

	running sync.WaitGroup
	mu      sync.Mutex
	open    map[net.Conn]bool // nil once closed
}

// target is whom new connections reach.
type target struct{ network, address string }

// startRelay starts a relay that leads nowhere yet and ends with the test.
func startRelay(t *testing.T) *relay {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{listener: listener, open: map[net.Conn]bool{}}
	r.running.Go(r.accept)
	t.Cleanup(r.close)
	return r
}

func (r *relay) address() string { return r.listener.Addr().String() }

// lead makes new connections reach an address.
func (r *relay) lead(network, address string) { r.target.Store(&target{network, address}) }

// slow holds back everything for d, each way.
func (r *relay) slow(d time.Duration) { r.delay.Store(int64(d)) }

func (r *relay) accept() {
	for {
		from, err := r.listener.Accept()
		if err != nil {
			return
		}
		target := r.target.Load()
		to, err := net.Dial(target.network, target.address)
		if err != nil {
			_ = from.Close()
			continue
		}
		if !r.keep(from, to) {
			return
		}
		r.running.Go(func() { r.pass(from, to) })
		r.running.Go(func() { r.pass(to, from) })
	}
}

// keep remembers a pair of connections for close. It says no, and ends them, once that was called.
func (r *relay) keep(pair ...net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, conn := range pair {
		if r.open == nil {
			_ = conn.Close()
			continue
		}
		r.open[conn] = true
	}
	return r.open != nil
}

// pass copies one direction. When it ends it closes both, so that the other direction ends too; what was read before
// is still passed on, as a network would.
func (r *relay) pass(from, to net.Conn) {
	defer func() { _ = from.Close() }()
	defer func() { _ = to.Close() }()
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			if wait := time.Duration(r.delay.Load()); wait > 0 {
				<-time.After(wait)
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func (r *relay) close() {
	_ = r.listener.Close()
	r.mu.Lock()
	for conn := range r.open {
		_ = conn.Close()
	}
	r.open = nil
	r.mu.Unlock()
	r.running.Wait()
}
