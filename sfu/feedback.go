package sfu

import (
	"encoding/binary"
	"time"

	"github.com/pion/rtcp"
)

const (
	// reportEvery is how often sender and receiver reports are due.
	reportEvery = time.Second
	// keyEvery is the shortest time between two requests for a key frame of one layer.
	keyEvery = 500 * time.Millisecond
	// reportsPerPacket keeps a compound of sender reports and names below an MTU.
	reportsPerPacket = 16
)

// reported takes one RTCP packet of the browser that concerns the stream ssrc: Pion has split the compound and
// delivers each part once for every stream in it.
func (p *peer) reported(ssrc uint32, raw []byte, now time.Time) {
	if len(raw) < 12 {
		return
	}
	const senderReport, receiverReport, transportFeedback, payloadFeedback = 200, 201, 205, 206
	const nack, transportWide, pli, fir = 1, 15, 1, 4
	format := raw[0] & 0x1f
	p.rtcp.Add(1)
	switch {
	case raw[1] == senderReport && len(raw) >= 28 && binary.BigEndian.Uint32(raw[4:]) == ssrc:
		ntp, timestamp := binary.BigEndian.Uint64(raw[8:]), binary.BigEndian.Uint32(raw[16:])
		p.heardClock(ssrc, ntp, timestamp, now)
	case raw[1] == senderReport && len(raw) >= 28:
		p.hearOf(ssrc, raw[28:], now)
	case raw[1] == receiverReport:
		p.hearOf(ssrc, raw[8:], now)
	case raw[1] == transportFeedback && format == nack:
		if s := p.slotOf(ssrc); s != nil {
			p.answerNack(s, raw[12:], now)
		}
	case raw[1] == transportFeedback && format == transportWide:
		// It comes about whichever slot, and is about all of them.
		p.outgoing.hear(raw[12:], now.Sub(p.started).Microseconds())
	case raw[1] == payloadFeedback && (format == pli || format == fir):
		if s := p.slotOf(ssrc); s != nil && s.codec.video {
			s.askKey()
		}
	}
}

func (p *peer) slotOf(ssrc uint32) *slot {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.bySSRC[ssrc]
}

// heardClock takes a publisher's sender report.
func (p *peer) heardClock(ssrc uint32, ntp uint64, timestamp uint32, now time.Time) {
	for _, l := range p.layers {
		if l.ssrc.Load() != ssrc {
			continue
		}
		p.setClock(now.Sub(timeOf(ntp)))
		l.mu.Lock()
		l.received.heard(ntp, timestamp, now)
		l.mu.Unlock()
	}
}

// answerNack sends again what a generic NACK lists (RFC 4585, section 6.2.1).
func (p *peer) answerNack(s *slot, list []byte, now time.Time) {
	for ; len(list) >= 4; list = list[4:] {
		first, others := binary.BigEndian.Uint16(list), binary.BigEndian.Uint16(list[2:])
		s.retransmit(first, now, p.scratch[:])
		for i := range uint16(16) {
			if others&(1<<i) != 0 {
				s.retransmit(first+1+i, now, p.scratch[:])
			}
		}
	}
}

// feedback returns what the peer is owed at now: transport feedback, NACKs and key frame requests as they come up,
// reports once a second. It is called by the room's loop only.
func (p *peer) feedback(now time.Time) [][]rtcp.Packet {
	var out [][]rtcp.Packet
	p.arrivals.Lock()
	transport := p.twcc.BuildFeedbackPacket()
	p.arrivals.Unlock()
	for _, t := range transport {
		out = append(out, []rtcp.Packet{t})
	}
	for _, l := range p.layers {
		if asks := l.asks(now, p.ssrc); len(asks) > 0 {
			out = append(out, asks)
		}
	}
	due := !now.Before(p.reportAt)
	if due {
		p.reportAt = now.Add(reportEvery)
		// Also with nothing to report: a browser that hears nothing for a while looks for another path.
		out = append(out, []rtcp.Packet{&rtcp.ReceiverReport{SSRC: p.ssrc, Reports: p.receptionReports(now)}})
		for _, s := range p.slots {
			s.budget.Store(retransmitMost)
		}
	}
	if p.fresh.Swap(false) || due {
		out = append(out, p.senderReports(now)...)
	}
	return out
}

// asks returns the requests of a video layer: what to send again, and a key frame.
func (l *layer) asks(now time.Time, from uint32) []rtcp.Packet {
	ssrc := l.ssrc.Load()
	if !l.codec.video || ssrc == 0 {
		return nil
	}
	if !l.feed.gate.open.Load() {
		l.wantsKey.Store(false)
		l.keysSeen = l.feed.keys.Load()
		return nil
	}
	var asks []rtcp.Packet
	l.mu.Lock()
	lost := l.missing.due(nil, now)
	l.mu.Unlock()
	if len(lost) > 0 {
		asks = append(asks, &rtcp.TransportLayerNack{
			SenderSSRC: from, MediaSSRC: ssrc, Nacks: rtcp.NackPairsFromSequenceNumbers(lost),
		})
	}
	keys := l.feed.keys.Load()
	if (l.wantsKey.Load() || keys != l.keysSeen) && now.Sub(l.lastKey) >= keyEvery {
		l.wantsKey.Store(false)
		l.keysSeen, l.lastKey = keys, now
		asks = append(asks, &rtcp.PictureLossIndication{SenderSSRC: from, MediaSSRC: ssrc})
	}
	return asks
}

func (p *peer) receptionReports(now time.Time) []rtcp.ReceptionReport {
	var blocks []rtcp.ReceptionReport
	for _, l := range p.layers {
		l.mu.Lock()
		b, ok := l.received.block(l.ssrc.Load(), now)
		l.mu.Unlock()
		if ok {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// senderReports returns the reports of all slots that have sent something, with the name that ties a pair together.
func (p *peer) senderReports(now time.Time) [][]rtcp.Packet {
	var out [][]rtcp.Packet
	var reports []rtcp.Packet
	var names []rtcp.SourceDescriptionChunk
	flush := func() {
		if len(reports) > 0 {
			out = append(out, append(reports, &rtcp.SourceDescription{Chunks: names}))
		}
		reports, names = nil, nil
	}
	for _, s := range p.slots {
		report, ok := s.report(now)
		if !ok {
			continue
		}
		reports = append(reports, &report)
		names = append(names, rtcp.SourceDescriptionChunk{
			Source: report.SSRC,
			Items:  []rtcp.SourceDescriptionItem{{Type: rtcp.SDESCNAME, Text: s.StreamID()}},
		})
		if len(reports) == reportsPerPacket {
			flush()
		}
	}
	flush()
	return out
}
