package load

import (
	"errors"
	"net"
	"net/netip"
	"testing"
	"time"
)

// pair opens two sockets and returns the second one's address.
func pair(t *testing.T) (from, to *socket, address netip.AddrPort) {
	t.Helper()
	var both [2]*socket
	for i := range both {
		s, err := openSocket(&meter{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		both[i] = s
	}
	local := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	return both[0], both[1], netip.AddrPortFrom(local, uint16(both[1].local.Port))
}

func TestASocketCountsWhatItDoesNotHandOn(t *testing.T) {
	for name, calm := range map[string]bool{"while the connection is being made": false, "once it is made": true} {
		t.Run(name, func(t *testing.T) {
			from, to, address := pair(t)
			if calm {
				to.settle()
			}
			send := func(packet []byte) {
				if _, err := from.WriteToAddrPort(packet, address); err != nil {
					t.Fatal(err)
				}
			}
			// More than one batch of packets, and between them what is Pion's.
			const packets = 3 * batchSize
			begun := time.Now()
			for i := range packets {
				send(datagram(t, 9, uint16(i), make([]byte, sizes[1].bytes)))
			}
			stun := []byte{0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42}
			send(stun)
			handed, buffer := 0, make([]byte, datagramSize)
			for {
				n, sender, err := to.ReadFromAddrPort(buffer)
				if err != nil {
					t.Fatal(err)
				}
				if int(sender.Port()) != from.local.Port || !sender.Addr().IsLoopback() {
					t.Errorf("it came from port %d, want %d of this machine", sender.Port(), from.local.Port)
				}
				if !isRTP(buffer[:n]) {
					break
				}
				handed++
			}
			got, _ := to.meter.read()
			sent, _ := from.meter.read()
			if got.received != packets || got.missing != 0 || sent.published != packets {
				t.Errorf("sent %+v, received %+v; want %d", sent, got, packets)
			}
			if want := firstSamples + packets/sampleEvery - 1; handed != want {
				t.Errorf("%d packets were handed on, want %d", handed, want)
			}
			if first := to.meter.firstCame(); first.Before(begun) || first.After(time.Now()) {
				t.Errorf("the first came at %s, which is not within the test", first)
			}
		})
	}
}

func TestAReaderEndsWhenItsSocketCloses(t *testing.T) {
	_, to, address := pair(t)
	ended := make(chan error)
	go func() {
		_, _, err := to.ReadFromAddrPort(make([]byte, datagramSize))
		ended <- err
	}()
	for range 2 {
		if err := to.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := <-ended; !errors.Is(err, net.ErrClosed) {
		t.Errorf("the reader ended with %v", err)
	}
	if _, err := to.WriteToAddrPort([]byte{0}, address); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a closed socket sends: %v", err)
	}
}
