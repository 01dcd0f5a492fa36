package load

import (
	"encoding/binary"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/transport/v4/packetio"

	"alcove/bot"
)

const (
	// sampleEvery is how many packets of a stream there are to one that is decrypted: no multiple of the packets of a
	// frame, so that each of them has its turn.
	sampleEvery = 31
	// firstSamples are decrypted of each stream: SRTP counts the rounds of its sequence numbers from there.
	firstSamples = 32
	// headerSize is the shortest RTP header (RFC 3550, section 5.1).
	headerSize = 12
	// reportBuffer holds RTCP packets until they are read; those that nobody reads are dropped beyond it, in bytes.
	reportBuffer = 1 << 14
)

// counts is what one participant has sent and received so far.
type counts struct {
	published uint64
	received  uint64
	missing   int // skipped numbers that have not come late
	streams   int // by SSRC, of which anything came
}

func (c counts) plus(d counts) counts {
	return counts{c.published + d.published, c.received + d.received, c.missing + d.missing, c.streams + d.streams}
}

func (c counts) minus(d counts) counts {
	return counts{c.published - d.published, c.received - d.received, c.missing - d.missing, c.streams - d.streams}
}

// stream is what was seen of one SSRC.
type stream struct {
	order bot.Numbers
	seen  uint64
}

// arrivalID names a packet for as long as it takes to decrypt it.
type arrivalID struct {
	ssrc   uint32
	number uint16
}

// meter measures one participant's media. The zero value is ready; all methods may be called from any goroutine.
type meter struct {
	mu      sync.Mutex // guards everything; it is taken once for a batch of packets
	counts  counts
	streams map[uint32]*stream
	first   time.Time // when the first packet came

	arrivals map[arrivalID]time.Time // of packets that are being decrypted
	delays   []time.Duration         // of those that were
}

// sent counts a datagram that leaves.
func (m *meter) sent(datagram []byte) {
	if !isRTP(datagram) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counts.published++
}

// came counts a datagram that has arrived, and says whether it must go on to Pion. The caller holds mu.
func (m *meter) came(datagram []byte, at func() time.Time) (goesOn bool) {
	if !isRTP(datagram) {
		return true
	}
	id := arrivalID{binary.BigEndian.Uint32(datagram[8:]), binary.BigEndian.Uint16(datagram[2:])}
	s := m.streams[id.ssrc]
	if s == nil {
		if m.streams == nil {
			m.streams, m.arrivals = map[uint32]*stream{}, map[arrivalID]time.Time{}
			m.first = at()
		}
		s = &stream{}
		m.streams[id.ssrc] = s
		m.counts.streams++
	}
	s.seen++
	m.counts.received++
	m.counts.missing += s.order.Take(id.number)
	if s.seen > firstSamples && s.seen%sampleEvery != 0 {
		return false
	}
	m.arrivals[id] = at()
	return true
}

// opened takes a packet that was decrypted.
func (m *meter) opened(packet []byte) {
	var p rtp.Packet
	if p.Unmarshal(packet) != nil {
		return
	}
	id := arrivalID{p.SSRC, p.SequenceNumber}
	made, ok := stamped(p.Payload)
	m.mu.Lock()
	defer m.mu.Unlock()
	if at, known := m.arrivals[id]; known && ok {
		m.delays = append(m.delays, at.Sub(made))
	}
	delete(m.arrivals, id)
}

// restart returns the counts so far and forgets the delays.
func (m *meter) restart() counts {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.delays = nil
	return m.counts
}

// read returns the counts so far and the delays since restart.
func (m *meter) read() (counts, []time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.counts, slices.Clone(m.delays)
}

// firstCame returns when the first packet came; zero: none has.
func (m *meter) firstCame() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.first
}

// buffer is where Pion puts the decrypted packets of an SSRC. RTP ends here; RTCP is read by whoever sends media.
func (m *meter) buffer(kind packetio.BufferPacketType, _ uint32) io.ReadWriteCloser {
	if kind == packetio.RTPBufferPacket {
		return sink{m}
	}
	b := packetio.NewBuffer()
	b.SetLimitSize(reportBuffer)
	return b
}

// sink takes the decrypted packets of one SSRC. Its reading side is closed: Pion finds nothing there and leaves.
type sink struct{ meter *meter }

func (s sink) Write(packet []byte) (int, error) {
	s.meter.opened(packet)
	return len(packet), nil
}

func (sink) Read([]byte) (int, error)        { return 0, io.EOF }
func (sink) Close() error                    { return nil }
func (sink) SetReadDeadline(time.Time) error { return nil }

// isRTP tells RTP from STUN, DTLS and RTCP on the same port (RFC 7983, section 7; RFC 5761, section 4).
func isRTP(datagram []byte) bool {
	return len(datagram) >= headerSize && datagram[0]>>6 == 2 && (datagram[1] < 192 || datagram[1] > 223)
}
