package sfu

import (
	"slices"
	"testing"
	"time"

	"github.com/pion/rtcp"
)

// report is one transport feedback in the making, as libwebrtc writes it.
type report struct {
	base     uint16
	arrivals []time.Duration // on the browser's clock, by number from base; negative: not received
}

const never = time.Duration(-1)

// body writes the report without RTCP header and SSRCs. Pion's own writer is the control of our reader.
func (r report) body(t testing.TB, width int) []byte {
	t.Helper()
	raw, err := r.message(2, width).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return raw[12:]
}

// message makes the report with chunks of the given width, 0 being runs, about a stream.
func (r report) message(ssrc uint32, width int) *rtcp.TransportLayerCC {
	first := slices.IndexFunc(r.arrivals, func(d time.Duration) bool { return d >= 0 })
	cc := &rtcp.TransportLayerCC{
		SenderSSRC: 1, MediaSSRC: ssrc, BaseSequenceNumber: r.base, PacketStatusCount: uint16(len(r.arrivals)),
	}
	at := time.Duration(0)
	if first >= 0 {
		at = r.arrivals[first].Truncate(64 * time.Millisecond)
		cc.ReferenceTime = uint32(at/(64*time.Millisecond)) & 0xffffff
	}
	var symbols []uint16
	for _, d := range r.arrivals {
		if d < 0 {
			symbols = append(symbols, rtcp.TypeTCCPacketNotReceived)
			continue
		}
		symbol := rtcp.TypeTCCPacketReceivedSmallDelta
		delta := (d - at).Truncate(250 * time.Microsecond)
		if delta < 0 || delta > 255*250*time.Microsecond {
			symbol = rtcp.TypeTCCPacketReceivedLargeDelta
		}
		if width == 14 {
			symbol = rtcp.TypeTCCPacketReceivedSmallDelta
		}
		at += delta
		symbols = append(symbols, symbol)
		cc.RecvDeltas = append(cc.RecvDeltas, &rtcp.RecvDelta{Type: symbol, Delta: delta.Microseconds()})
	}
	cc.PacketChunks = chunks(symbols, width)
	size := 20 + 2*len(cc.PacketChunks)
	for _, d := range cc.RecvDeltas {
		size += int(d.Type)
	}
	cc.Header = rtcp.Header{
		Padding: size%4 != 0, Count: rtcp.FormatTCC, Type: rtcp.TypeTransportSpecificFeedback, Length: uint16((size+3)/4 - 1),
	}
	return cc
}

func chunks(symbols []uint16, width int) []rtcp.PacketStatusChunk {
	var out []rtcp.PacketStatusChunk
	for len(symbols) > 0 {
		n := 1
		if width == 0 {
			for n < len(symbols) && symbols[n] == symbols[0] {
				n++
			}
			out = append(out, &rtcp.RunLengthChunk{
				Type: rtcp.TypeTCCRunLengthChunk, PacketStatusSymbol: symbols[0], RunLength: uint16(n),
			})
		} else {
			n = min(width, len(symbols))
			size := uint16(rtcp.TypeTCCSymbolSizeOneBit)
			if width == 7 {
				size = rtcp.TypeTCCSymbolSizeTwoBit
			}
			list := append(slices.Clone(symbols[:n]), make([]uint16, width-n)...)
			out = append(out, &rtcp.StatusVectorChunk{
				Type: rtcp.TypeTCCStatusVectorChunk, SymbolSize: size, SymbolList: list,
			})
		}
		symbols = symbols[n:]
	}
	return out
}

func TestAReportIsReadHoweverItIsWritten(t *testing.T) {
	ms := time.Millisecond
	cases := map[string][]time.Duration{
		"all in order":         {100 * ms, 101 * ms, 120 * ms, 140 * ms, 160 * ms, 163 * ms, 164 * ms, 190 * ms},
		"some are missing":     {never, never, 100 * ms, never, 110 * ms, never, 111 * ms, 130 * ms, never},
		"none has come":        {never, never, never},
		"more than one chunk":  slices.Repeat([]time.Duration{70 * ms, never, 71 * ms}, 30),
		"a clock of many days": {200 * time.Hour, 200*time.Hour + 5*ms},
		"one late, one long":   {500 * ms, 400 * ms, 900 * ms, never, 901 * ms},
	}
	for name, arrivals := range cases {
		for _, width := range []int{0, 7, 14} {
			if width == 14 && (name == "one late, one long" || name == "more than one chunk") {
				continue // needs deltas that one bit can't say
			}
			list, ok := readFeedback(report{base: 65530, arrivals: arrivals}.body(t, width))
			if !ok {
				t.Errorf("%s, width %d: not read", name, width)
				continue
			}
			for i, want := range arrivals {
				s, more, ok := list.next()
				apart := (time.Duration(s.at)*time.Microsecond - want) % (feedbackTimes * 64 * ms)
				if !more || !ok || s.number != uint16(65530+i) || s.received != (want >= 0) || s.received && apart.Abs() >= ms {
					t.Errorf("%s, width %d, packet %d: %+v, %v, %v; want %v", name, width, i, s, more, ok, want)
				}
			}
			if _, more, ok := list.next(); more || !ok {
				t.Errorf("%s, width %d: more follows", name, width)
			}
		}
	}
}

// way is a line between outgoing and a browser whose clock has nothing in common with ours.
type way struct {
	testing.TB
	out  *outgoing
	now  time.Duration
	skew time.Duration
	base uint16
	seen []time.Duration
}

// send sends a packet that takes so long; never: it gets lost.
func (w *way) send(takes time.Duration) {
	w.now += 10 * time.Millisecond
	n := w.out.add(w.now.Microseconds(), 1000)
	if len(w.seen) == 0 {
		w.base = n
	}
	at := never
	if takes >= 0 {
		at = w.now + takes + w.skew
	}
	w.seen = append(w.seen, at)
}

func (w *way) report() {
	w.Helper()
	if !w.out.hear(report{w.base, w.seen}.body(w, 7), w.now.Microseconds()) {
		w.Error("a report was not understood")
	}
	w.seen = nil
}

func TestWhatBecameOfPacketsIsKnownFromReports(t *testing.T) {
	for _, before := range []int{0, 1<<16 - 10, 3<<16 - 3} {
		w := &way{TB: t, out: &outgoing{}, skew: 77 * time.Hour}
		w.out.next.Store(uint64(before))
		for range 3 {
			for range 8 {
				w.send(20 * time.Millisecond)
			}
			w.send(never)
			w.send(25 * time.Millisecond)
			w.report()
		}
		got, reported := w.out.take()
		want := flow{packets: 30, lost: 3, bytes: 27 * (1000 + wireOverhead), timed: 27, queue: 0}
		if !reported || got != want {
			t.Errorf("after %d packets: %+v, %v; want %+v", before, got, reported, want)
		}
		for range 5 {
			w.send(220 * time.Millisecond)
		}
		w.report()
		if got, _ := w.out.take(); (got.queue - 200*time.Millisecond).Abs() > time.Millisecond {
			t.Errorf("a queue of 200 ms looks like %v", got.queue)
		}
	}
}

func TestAPacketCountsOnceAndALateOneIsNotLost(t *testing.T) {
	w := &way{TB: t, out: &outgoing{}}
	w.send(time.Millisecond)
	w.send(never)
	late := report{2, []time.Duration{w.now + 9*time.Millisecond}}
	w.send(time.Millisecond)
	again := report{w.base, w.seen}
	w.report()
	for range 3 {
		w.out.hear(again.body(t, 7), w.now.Microseconds())
		w.out.hear(late.body(t, 7), w.now.Microseconds())
	}
	got, _ := w.out.take()
	if got.packets != 3 || got.lost != 0 || got.bytes != 3*(1000+wireOverhead) {
		t.Errorf("%+v", got)
	}
}

func TestReportsOfWhatWasNeverSentAreIgnored(t *testing.T) {
	out := &outgoing{}
	for range 10 {
		out.add(0, 100)
	}
	for _, base := range []uint16{0, 11, 500, 40000, 65535} {
		out.hear(report{base, []time.Duration{time.Second}}.body(t, 7), 0)
	}
	if got, reported := out.take(); reported || got != (flow{}) {
		t.Errorf("%+v, %v", got, reported)
	}
	if out.hear(report{1, slices.Repeat([]time.Duration{never}, outgoingSize+1)}.body(t, 0), 0) {
		t.Error("a report about more than is remembered was taken")
	}
	out.hear(report{10, []time.Duration{time.Second}}.body(t, 7), 0)
	if got, _ := out.take(); got.packets != 1 {
		t.Errorf("the last packet: %+v", got)
	}
}

func TestTheQueueIsMeasuredAgainstTheQuickestPacketOfLate(t *testing.T) {
	var clock transit
	now := time.Duration(0)
	pass := func(d, took time.Duration) (queue time.Duration) {
		for end := now + d; now < end; now += 20 * time.Millisecond {
			queue = clock.take(took, now)
		}
		return queue
	}
	ms := time.Millisecond
	for i, step := range []struct{ lasts, took, queue time.Duration }{
		{5 * time.Second, -40 * ms, 0},
		{time.Second, 60 * ms, 100 * ms},
		{time.Second, -50 * ms, 0},
		{2 * time.Second, 250 * ms, 300 * ms},
		{3 * baseTime, 250 * ms, 0},     // another way, which is longer
		{time.Second, 250*ms + 2e14, 0}, // the browser's clock was set
		{time.Second, 300*ms + 2e14, 50 * ms},
	} {
		if got := pass(step.lasts, step.took); got != step.queue {
			t.Errorf("step %d: %v, want %v", i, got, step.queue)
		}
	}
}

func TestNumberingAndReportsAllocateNothing(t *testing.T) {
	w := &way{TB: t, out: &outgoing{}}
	for range 100 {
		w.send(time.Millisecond)
	}
	body := report{w.base, w.seen}.body(t, 7)
	if allocs := testing.AllocsPerRun(100, func() {
		w.out.add(1, 100)
		w.out.hear(body, w.now.Microseconds())
		w.out.take()
	}); allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func BenchmarkOutgoing(b *testing.B) {
	w := &way{TB: b, out: &outgoing{}}
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		for range 75 {
			w.send(time.Millisecond)
		}
		body := report{w.base, w.seen}.body(b, 7)
		w.out.next.Store(w.out.next.Load() - 75)
		w.seen = nil
		b.StartTimer()
		for range 75 {
			w.out.add(w.now.Microseconds(), 1000)
		}
		w.out.hear(body, w.now.Microseconds())
		w.out.take()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/75, "ns/packet")
}

func FuzzTransportFeedback(f *testing.F) {
	for _, width := range []int{0, 7} {
		f.Add(report{3, []time.Duration{time.Second, never, 2 * time.Second}}.body(f, width), uint16(9))
	}
	f.Add([]byte{}, uint16(0))
	f.Add([]byte{0, 1, 0xff, 0xff, 0, 0, 0, 0, 0, 0}, uint16(7))
	f.Fuzz(func(t *testing.T, body []byte, sent uint16) {
		out := &outgoing{}
		for range sent % 512 {
			out.add(5, 100)
		}
		before := slices.Clone(body)
		out.hear(body, 1e6)
		got, reported := out.take()
		most := int(sent % 512)
		if got.packets < 0 || got.packets > most || got.lost < -most || got.lost > got.packets ||
			got.timed > most || got.bytes != got.timed*(100+wireOverhead) || !reported && got != (flow{}) {
			t.Errorf("%d packets sent: %+v", most, got)
		}
		if !slices.Equal(body, before) {
			t.Error("the message was changed")
		}
		var parsed rtcp.TransportLayerCC
		raw := append([]byte{0x80 | 15, 205, 0, byte((len(body)+8)/4) & 0x3f, 0, 0, 0, 1, 0, 0, 0, 2}, body...)
		_ = parsed.Unmarshal(raw) // Pion's reader sees these bytes first
	})
}
