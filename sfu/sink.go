package sfu

import (
	"io"
	"time"

	"github.com/pion/transport/v4/packetio"
)

const (
	// maxStreams is how many SSRCs a connection may send. A browser with three layers sends eleven at most.
	maxStreams = 32
	// maxReports is how many SSRCs beyond its own and ours a connection may send RTCP about.
	maxReports = 64
)

// sinkFor stands in for the buffers that Pion would keep between its SRTP sessions and a reader: packets are handled
// where they are decrypted, without a queue, a copy or another goroutine. A connection that uses more streams than
// any browser does is ended.
func (p *peer) sinkFor(kind packetio.BufferPacketType, ssrc uint32) io.ReadWriteCloser {
	if kind == packetio.RTCPBufferPacket {
		if p.reports.Add(1) > int64(maxReports+maxStreams+2*len(p.slots)) {
			p.lost(p)
		}
		return &reportSink{peer: p, ssrc: ssrc}
	}
	if p.streams.Add(1) > maxStreams {
		p.lost(p)
	}
	s := &mediaSink{peer: p, ssrc: ssrc}
	for _, l := range p.layers {
		switch {
		case ssrc == 0:
		case l.declared.ssrc == ssrc:
			s.layer = l
		case l.declared.repair == ssrc:
			s.layer, s.repair = l, true
		}
	}
	return s
}

// mediaSink takes the RTP packets of one SSRC. Write is called from the connection's SRTP goroutine only.
type mediaSink struct {
	closedReader
	peer   *peer
	ssrc   uint32
	layer  *layer // nil: the offer does not hold this SSRC
	repair bool
}

// Write hands a decrypted packet on. It takes every packet, also those that go nowhere.
func (s *mediaSink) Write(raw []byte) (int, error) {
	defer s.peer.rescue()
	switch now := s.peer.now(); {
	case s.layer == nil && !s.learn(raw):
		s.peer.stats.unexpected.Add(1)
	case s.repair:
		s.layer.repair(raw, now)
	default:
		s.layer.receive(raw, now)
	}
	s.peer.stats.received.Add(1)
	return len(raw), nil
}

// learn ties an undeclared SSRC to a layer of a line that declares none, by the mid and rid that the packet carries
// (RFC 8843, section 9.2; RFC 8852). A layer has one stream and one for its retransmissions; more are not taken.
func (s *mediaSink) learn(raw []byte) bool {
	for _, l := range s.peer.layers {
		if l.declared.ssrc != 0 {
			continue
		}
		p, ok := readPacket(raw, l.ids)
		if !ok || string(p.extensions.mid) != l.declared.mid {
			continue
		}
		switch {
		case p.payloadType == l.codec.payload && string(p.extensions.rid) == l.rid && !l.learned:
			l.learned = true
			l.ssrc.Store(s.ssrc)
			s.layer = l
			return true
		case p.payloadType == l.codec.repair && string(p.extensions.repairedRID) == l.rid && !l.learnedRepair:
			l.learnedRepair = true
			s.layer, s.repair = l, true
			return true
		}
	}
	return false
}

// reportSink takes the RTCP packets about one SSRC. Write is called from the connection's SRTCP goroutine only.
type reportSink struct {
	closedReader
	peer *peer
	ssrc uint32
}

// Write hands one decrypted RTCP packet on.
func (s *reportSink) Write(raw []byte) (int, error) {
	defer s.peer.rescue()
	if !s.peer.over.Load() {
		s.peer.reported(s.ssrc, raw, s.peer.now())
	}
	return len(raw), nil
}

// closedReader is the reading side of a sink: Pion finds nothing there and leaves.
type closedReader struct{}

func (closedReader) Read([]byte) (int, error)        { return 0, io.EOF }
func (closedReader) Close() error                    { return nil }
func (closedReader) SetReadDeadline(time.Time) error { return nil }
