package sfu

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
)

// recorded is the server's socket, with a list of everybody who was written to and of everybody who has written.
type recorded struct {
	socket
	mu       sync.Mutex
	from, to map[netip.AddrPort]int // guarded by mu; packets
}

func (r *recorded) ReadFromAddrPort(b []byte) (int, netip.AddrPort, error) {
	n, from, err := r.socket.ReadFromAddrPort(b)
	r.note(r.from, from)
	return n, from, err
}

func (r *recorded) WriteToAddrPort(b []byte, to netip.AddrPort) (int, error) {
	r.note(r.to, to)
	return r.socket.WriteToAddrPort(b, to)
}

func (r *recorded) ReadFrom(b []byte) (int, net.Addr, error) {
	n, from, err := r.ReadFromAddrPort(b)
	return n, net.UDPAddrFromAddrPort(from), err
}

func (r *recorded) WriteTo(b []byte, to net.Addr) (int, error) {
	return r.WriteToAddrPort(b, to.(*net.UDPAddr).AddrPort())
}

func (r *recorded) note(list map[netip.AddrPort]int, at netip.AddrPort) {
	r.mu.Lock()
	defer r.mu.Unlock()
	list[netip.AddrPortFrom(at.Addr().Unmap(), at.Port())]++
}

// unasked lists whom the server has written to without having heard from them.
func (r *recorded) unasked() (unasked []netip.AddrPort) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for at := range r.to {
		if r.from[at] == 0 {
			unasked = append(unasked, at)
		}
	}
	return unasked
}

// listen opens a socket that a browser might want the server to write to.
func listen(t *testing.T, address string) *net.UDPConn {
	t.Helper()
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.MustParseAddrPort(address)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// arrived counts the packets that have come to a socket by now.
func arrived(t *testing.T, conn *net.UDPConn) (packets int) {
	t.Helper()
	if err := conn.SetReadDeadline(time.Now().Add(aMoment)); err != nil {
		t.Fatal(err)
	}
	for buffer := make([]byte, 2000); ; packets++ {
		if _, err := conn.Read(buffer); err != nil {
			return packets
		}
	}
}

// ownSockets lists the UDP sockets of this process, by inode.
func ownSockets(t *testing.T) map[string]bool {
	t.Helper()
	inodes := map[string]bool{}
	for _, table := range []string{"/proc/self/net/udp", "/proc/self/net/udp6"} {
		text, err := os.ReadFile(table)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if fields := strings.Fields(line); len(fields) > 9 {
				inodes["socket:["+fields[9]+"]"] = true
			}
		}
	}
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]bool{}
	for _, fd := range open {
		if to, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && inodes[to] {
			own[to] = true
		}
	}
	return own
}

// naming adds candidates and other addresses to the first line of an offer.
func naming(offer string, addresses []string) string {
	var lines strings.Builder
	for i, a := range addresses {
		host, port, _ := net.SplitHostPort(a)
		for _, kind := range []string{"udp", "tcp"} {
			fmt.Fprintf(&lines, "a=candidate:%d 1 %s 2122260223 %s %s typ host\r\n", i, kind, host, port)
		}
		fmt.Fprintf(&lines, "a=candidate:%d 1 udp 1677729535 %s %s typ srflx raddr 0.0.0.0 rport 0\r\n", i, host, port)
		fmt.Fprintf(&lines, "a=remote-candidates:1 %s %s\r\n", host, port)
	}
	lines.WriteString("a=end-of-candidates\r\n")
	head, tail, _ := strings.Cut(offer, "a=mid:0\r\n")
	return head + "a=mid:0\r\n" + lines.String() + tail
}

func TestCandidatesInAnOfferCauseNotOnePacket(t *testing.T) {
	conn, err := net.ListenUDP("udp", &net.UDPAddr{})
	if err != nil {
		t.Fatal(err)
	}
	port := &recorded{socket: socket{conn}, from: map[netip.AddrPort]int{}, to: map[netip.AddrPort]int{}}
	over, err := overSocket(port, nil)
	if err != nil {
		t.Fatal(err)
	}
	slots := Slots{People: 2}
	s := newStandOn(t, slots, newServer(over, nil))
	s.room.SetStage(stageOf("ana", "ben"))

	var here []*net.UDPConn
	named := []string{
		"10.11.12.13:5000", "169.254.169.254:80", "127.3.2.1:53", "[fe80::1]:5000", "100.64.0.1:5000", "192.0.2.1:5000",
		"b0a7a6a3-8f0c-4c5b-9d0e-000000000000.local:5000",
	}
	for _, address := range []string{"127.0.0.1:0", "127.0.0.2:0", "[::1]:0"} {
		at := listen(t, address)
		here, named = append(here, at), append(named, at.LocalAddr().String())
	}
	ben := newClient(s, "ben", slots).connect()
	ana := newClient(s, "ana", slots)
	ask := func(options *webrtc.OfferOptions) {
		t.Helper()
		offer := naming(ana.offer(options), named)
		<-webrtc.GatheringCompletePromise(ana.pc) // her sockets are open
		before := ownSockets(t)
		answer, err := s.room.Answer(t.Context(), "ana", offer)
		if err != nil {
			t.Fatal(err)
		}
		for socket := range ownSockets(t) {
			if !before[socket] {
				t.Error("the server has opened another socket")
			}
		}
		ana.accept(answer)
	}
	nothingSent := func() {
		t.Helper()
		if unasked := port.unasked(); len(unasked) > 0 {
			t.Errorf("the server wrote to %v", unasked)
		}
		for _, conn := range here {
			if n := arrived(t, conn); n != 0 {
				t.Errorf("%d packets came to %v", n, conn.LocalAddr())
			}
		}
	}

	ask(nil)
	<-ana.ready
	stream(s, ana, ben, "first")
	stream(s, ben, ana, "back")
	nothingSent()
	old := ana.path()
	ask(&webrtc.OfferOptions{ICERestart: true})
	s.await("another path", func() bool { now := ana.path(); return now != "" && now != old })
	stream(s, ana, ben, "second")
	nothingSent()

	// What was counted would have been seen: the same port can reach every one of these sockets.
	for _, conn := range here {
		to := conn.LocalAddr().(*net.UDPAddr).AddrPort()
		s.await("a packet that was sent on purpose", func() bool {
			if _, err := port.WriteToAddrPort([]byte("hello"), to); err != nil {
				t.Fatal(err)
			}
			return arrived(t, conn) > 0
		})
		if !slices.Contains(port.unasked(), to) {
			t.Errorf("%v is not on the list", to)
		}
	}
	before := len(ownSockets(t))
	listen(t, "127.0.0.1:0")
	if len(ownSockets(t)) != before+1 {
		t.Error("another socket of this process would not have been seen")
	}
}
