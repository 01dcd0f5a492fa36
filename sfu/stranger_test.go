package sfu

import (
	"context"
	"crypto/rand"
	"net"
	"testing"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/stun/v4"
)

// aMoment lets a socket be read whose deadline has not passed: what has come is in its buffer already.
const aMoment = 20 * time.Millisecond

// stranger is a UDP socket that nobody knows.
type stranger struct {
	*testing.T
	conn *net.UDPConn
}

func newStranger(s *stand) stranger {
	s.Helper()
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(s.server.Addr()))
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = conn.Close() })
	return stranger{s.T, conn}
}

func (s stranger) send(datagrams ...[]byte) {
	s.Helper()
	for _, d := range datagrams {
		if _, err := s.conn.Write(d); err != nil {
			s.Fatal(err)
		}
	}
}

// answered returns how many bytes have come by now.
func (s stranger) answered() (bytes int) {
	s.Helper()
	if err := s.conn.SetReadDeadline(time.Now().Add(aMoment)); err != nil {
		s.Fatal(err)
	}
	for buffer := make([]byte, 2000); ; {
		n, err := s.conn.Read(buffer)
		if err != nil {
			return bytes
		}
		bytes += n
	}
}

// bind returns a STUN binding request.
func bind(t *testing.T, attributes ...stun.Setter) []byte {
	t.Helper()
	m, err := stun.Build(append([]stun.Setter{stun.TransactionID, stun.BindingRequest}, attributes...)...)
	if err != nil {
		t.Fatal(err)
	}
	return m.Raw
}

// clientHello returns the first flight of a real DTLS client.
func clientHello(t *testing.T) []byte {
	t.Helper()
	here, there := net.Pipe()
	client, err := dtls.ClientWithOptions(&asPacketConn{here}, here.RemoteAddr(), dtls.WithInsecureSkipVerify(true))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = client.HandshakeContext(ctx) // which nobody answers
	}()
	hello := make([]byte, 2000)
	n, err := there.Read(hello)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	_ = there.Close()
	<-done
	_ = client.Close()
	return hello[:n]
}

// asPacketConn gives a pipe the shape that a DTLS client wants.
type asPacketConn struct{ net.Conn }

func (c *asPacketConn) ReadFrom(b []byte) (int, net.Addr, error) {
	n, err := c.Read(b)
	return n, c.RemoteAddr(), err
}
func (c *asPacketConn) WriteTo(b []byte, _ net.Addr) (int, error) { return c.Write(b) }

func packets(t *testing.T) [][]byte {
	t.Helper()
	media, err := (&rtp.Packet{
		Header:  rtp.Header{Version: 2, PayloadType: 111, SSRC: 7},
		Payload: []byte("voice"),
	}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	report, err := (&rtcp.ReceiverReport{SSRC: 7}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return [][]byte{media, report, {0}, {}}
}

func TestStrangersOnThePortGetNotOneByte(t *testing.T) {
	s, clients, _ := gather(t, "ana", "ben")
	ana, ben := clients[0], clients[1]
	ours := attributeOf(t, ana.pc.RemoteDescription().SDP, "ice-ufrag")
	theirs := attributeOf(t, ana.pc.LocalDescription().SDP, "ice-ufrag")
	secret := attributeOf(t, ana.pc.RemoteDescription().SDP, "ice-pwd")
	username := stun.NewUsername(ours + ":" + theirs)
	guess := stun.NewShortTermIntegrity(rand.Text())

	for name, datagrams := range map[string][][]byte{
		"bare STUN":                       {bind(t), bind(t, stun.Fingerprint)},
		"STUN for nobody":                 {bind(t, stun.NewUsername("some:body"), guess, stun.Fingerprint)},
		"STUN for a name that is here":    {bind(t, username, stun.Fingerprint)},
		"STUN with a guessed password":    {bind(t, username, guess, stun.Fingerprint)},
		"STUN of another kind":            {bind(t, stun.NewType(stun.MethodAllocate, stun.ClassRequest))},
		"a ClientHello":                   {clientHello(t)},
		"RTP, RTCP and nothing":           packets(t),
		"everything, one after the other": append(packets(t), bind(t), bind(t, username, guess), clientHello(t)),
	} {
		t.Run(name, func(t *testing.T) {
			stranger := newStranger(s)
			for range 20 {
				stranger.send(datagrams...)
			}
			// One goroutine reads the port, so once later packets have come through all of these have been dealt with.
			stream(s, ana, ben, name)
			if n := stranger.answered(); n != 0 {
				t.Errorf("%d bytes came back", n)
			}
		})
	}

	// The same socket, the same datagram, and the password that only ana's browser has been told.
	proper := newStranger(s)
	check := bind(t, username, stun.NewShortTermIntegrity(secret), stun.Fingerprint)
	s.await("a proper check is answered", func() bool {
		proper.send(check)
		return proper.answered() > 0
	})
	stream(s, ana, ben, "and ana goes on")
}
