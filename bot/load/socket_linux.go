package load

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	batchSize    = 64
	datagramSize = 2048
	controlSize  = 64
	// How often a socket is looked into: often while a connection is being made, then as seldom as its buffer allows.
	lookSoon     = time.Millisecond
	lookSeldom   = 20 * time.Millisecond
	socketMemory = 4 << 20 // bytes
)

// socket is a participant's UDP socket, a net.PacketConn for Pion. Nobody waits for it: it is looked into now and
// then, for all that has come, since one that Go's poller knew would wake the process for every packet. The system
// itself notes when a packet came, so that nothing seems late for being read late.
//
// ReadFromAddrPort is called by one goroutine, Pion's.
type socket struct {
	meter  *meter
	local  *net.UDPAddr
	calm   atomic.Bool // the connection is made: look in seldom
	closed chan struct{}
	once   sync.Once

	mu sync.RWMutex // held for writing to close fd, so that nobody uses its number afterwards
	fd int          // -1 once closed

	// Owned by the reader.
	batch     *batch
	next, got int
}

// batch is what one system call receives.
type batch struct {
	heads    [batchSize]messageHead
	vectors  [batchSize]unix.Iovec
	names    [batchSize]unix.RawSockaddrInet4
	controls [batchSize][controlSize]byte
	bodies   [batchSize][datagramSize]byte
	goesOn   [batchSize]bool
}

// messageHead is struct mmsghdr of recvmmsg(2).
type messageHead struct {
	unix.Msghdr
	length uint32
}

// openSocket opens a socket on a free port of every address of this machine.
func openSocket(m *meter) (*socket, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open a socket: %w", err)
	}
	s := &socket{meter: m, fd: fd, closed: make(chan struct{}), batch: &batch{}}
	if err := s.prepare(); err != nil {
		_ = unix.Close(fd)
		return nil, fmt.Errorf("open a socket: %w", err)
	}
	return s, nil
}

func (s *socket) prepare() error {
	if err := unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1); err != nil {
		return err
	}
	// Whoever may not have more than the system's limit gets that.
	if unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, socketMemory) != nil {
		_ = unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, socketMemory)
	}
	if err := unix.Bind(s.fd, &unix.SockaddrInet4{}); err != nil {
		return err
	}
	name, err := unix.Getsockname(s.fd)
	if err != nil {
		return err
	}
	port := name.(*unix.SockaddrInet4).Port
	s.local = &net.UDPAddr{IP: net.IPv4zero.To4(), Port: port}
	b := s.batch
	for i := range b.heads {
		b.vectors[i].Base = &b.bodies[i][0]
		b.vectors[i].SetLen(datagramSize)
		b.heads[i].Iov = &b.vectors[i]
		b.heads[i].SetIovlen(1)
		b.heads[i].Name = (*byte)(unsafe.Pointer(&b.names[i]))
		b.heads[i].Control = &b.controls[i][0]
	}
	return nil
}

// settle says that the connection is made.
func (s *socket) settle() { s.calm.Store(true) }

// ReadFromAddrPort returns the next datagram that is for Pion.
func (s *socket) ReadFromAddrPort(to []byte) (int, netip.AddrPort, error) {
	for {
		for ; s.next < s.got; s.next++ {
			if !s.batch.goesOn[s.next] {
				continue
			}
			i := s.next
			s.next++
			return copy(to, s.batch.bodies[i][:s.batch.heads[i].length]), s.batch.from(i), nil
		}
		if s.got < batchSize { // the last look found all there was
			if err := s.pause(); err != nil {
				return 0, netip.AddrPort{}, err
			}
		}
		if err := s.receive(); err != nil {
			return 0, netip.AddrPort{}, err
		}
	}
}

// pause waits until it is time to look in again: all sockets at the same moments, so that one wake-up serves many.
func (s *socket) pause() error {
	every := lookSoon
	if s.calm.Load() {
		every = lookSeldom
	}
	now := time.Now()
	timer := time.NewTimer(now.Truncate(every).Add(every).Sub(now))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-s.closed:
		return net.ErrClosed
	}
}

// receive takes what has come, without waiting, and counts it.
func (s *socket) receive() error {
	b := s.batch
	for i := range b.heads {
		b.heads[i].Namelen = unix.SizeofSockaddrInet4
		b.heads[i].SetControllen(controlSize)
	}
	s.next, s.got = 0, 0
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.fd < 0 {
		return net.ErrClosed
	}
	// Raw: the call doesn't wait, so the scheduler need not know of it.
	n, _, errno := unix.RawSyscall6(unix.SYS_RECVMMSG, uintptr(s.fd), uintptr(unsafe.Pointer(&b.heads[0])),
		batchSize, unix.MSG_DONTWAIT, 0, 0)
	if errno != 0 {
		return nil // nothing there, or an error of a datagram that was sent before: look in again
	}
	s.got = int(n)
	s.meter.mu.Lock()
	defer s.meter.mu.Unlock()
	for i := range s.got {
		b.goesOn[i] = s.meter.came(b.bodies[i][:b.heads[i].length], func() time.Time { return b.at(i) })
	}
	return nil
}

// from is who sent a datagram.
func (b *batch) from(i int) netip.AddrPort {
	var port [2]byte
	binary.NativeEndian.PutUint16(port[:], b.names[i].Port)
	return netip.AddrPortFrom(netip.AddrFrom4(b.names[i].Addr), binary.BigEndian.Uint16(port[:]))
}

// at is when a datagram came, by the system's clock.
func (b *batch) at(i int) time.Time {
	messages, err := unix.ParseSocketControlMessage(b.controls[i][:b.heads[i].Controllen])
	if err == nil {
		for _, m := range messages {
			if m.Header.Level == unix.SOL_SOCKET && m.Header.Type == unix.SCM_TIMESTAMPNS &&
				len(m.Data) >= int(unsafe.Sizeof(unix.Timespec{})) {
				return time.Unix((*unix.Timespec)(unsafe.Pointer(&m.Data[0])).Unix())
			}
		}
	}
	return time.Now()
}

// WriteToAddrPort sends one datagram.
func (s *socket) WriteToAddrPort(b []byte, to netip.AddrPort) (int, error) {
	if !to.Addr().Unmap().Is4() {
		return 0, syscall.EAFNOSUPPORT
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.fd < 0 {
		return 0, net.ErrClosed
	}
	address := unix.SockaddrInet4{Port: int(to.Port()), Addr: to.Addr().Unmap().As4()}
	if err := unix.Sendto(s.fd, b, unix.MSG_DONTWAIT, &address); err != nil {
		return 0, err
	}
	s.meter.sent(b)
	return len(b), nil
}

// Close implements net.PacketConn.
func (s *socket) Close() error {
	s.once.Do(func() {
		close(s.closed)
		s.mu.Lock()
		defer s.mu.Unlock()
		_ = unix.Close(s.fd)
		s.fd = -1
	})
	return nil
}

// ReadFrom implements net.PacketConn.
func (s *socket) ReadFrom(to []byte) (int, net.Addr, error) {
	n, from, err := s.ReadFromAddrPort(to)
	return n, net.UDPAddrFromAddrPort(from), err
}

// WriteTo implements net.PacketConn.
func (s *socket) WriteTo(b []byte, to net.Addr) (int, error) {
	udp, ok := to.(*net.UDPAddr)
	if !ok {
		return 0, syscall.EAFNOSUPPORT
	}
	return s.WriteToAddrPort(b, udp.AddrPort())
}

// LocalAddr implements net.PacketConn.
func (s *socket) LocalAddr() net.Addr { return s.local }

// SetDeadline implements net.PacketConn. Nothing waits for longer than a look, and Close ends that.
func (s *socket) SetDeadline(time.Time) error { return nil }

// SetReadDeadline implements net.PacketConn, as SetDeadline.
func (s *socket) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline implements net.PacketConn, as SetDeadline.
func (s *socket) SetWriteDeadline(time.Time) error { return nil }
