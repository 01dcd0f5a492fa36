package sfu

import (
	"time"

	"github.com/pion/rtcp"
)

// reception is what a receiver report says about one incoming stream (RFC 3550, sections 6.4.1 and A.3), and what
// the publisher's sender reports said about its clock. The zero value has received nothing; clock must be set.
type reception struct {
	clock   uint32
	started bool
	base    uint16
	top     int64 // highest sequence number, unwrapped

	packets         int64
	expectedBefore  int64
	packetsBefore   int64
	jitter          float64
	transit         float64
	began           time.Time
	report          senderClock
	reportArrivedAt time.Time
}

// senderClock ties a moment of the publisher's clock to a timestamp of one stream.
type senderClock struct {
	ntp       uint64
	timestamp uint32
}

// add takes note of a packet.
func (r *reception) add(sequence uint16, timestamp uint32, now time.Time) {
	if !r.started {
		r.started, r.base, r.top, r.began = true, sequence, int64(sequence), now
	}
	if ahead := int64(int16(sequence - uint16(r.top))); ahead > 0 {
		r.top += ahead
	}
	r.packets++
	// Both clocks only ever meet as a difference, so the unknown offset between them drops out.
	transit := now.Sub(r.began).Seconds()*float64(r.clock) - float64(timestamp)
	if r.packets > 1 {
		difference := transit - r.transit
		if difference < 0 {
			difference = -difference
		}
		if difference < float64(r.clock)*10 { // a wrapped timestamp is no jitter
			r.jitter += (difference - r.jitter) / 16
		}
	}
	r.transit = transit
}

// heard takes note of a sender report.
func (r *reception) heard(ntp uint64, timestamp uint32, now time.Time) {
	r.report, r.reportArrivedAt = senderClock{ntp, timestamp}, now
}

// block returns the report block about the stream ssrc, and begins the next interval. It reports false if nothing
// has come yet.
func (r *reception) block(ssrc uint32, now time.Time) (rtcp.ReceptionReport, bool) {
	if !r.started || ssrc == 0 {
		return rtcp.ReceptionReport{}, false
	}
	expected := r.top - int64(r.base) + 1
	lost := expected - r.packets
	expectedNow, packetsNow := expected-r.expectedBefore, r.packets-r.packetsBefore
	r.expectedBefore, r.packetsBefore = expected, r.packets
	fraction := int64(0)
	if expectedNow > 0 && expectedNow > packetsNow {
		fraction = min((expectedNow-packetsNow)<<8/expectedNow, 255)
	}
	b := rtcp.ReceptionReport{
		SSRC:               ssrc,
		FractionLost:       uint8(fraction),
		TotalLost:          uint32(min(max(lost, 0), 0x7fffff)),
		LastSequenceNumber: uint32(r.top),
		Jitter:             uint32(r.jitter),
	}
	if !r.reportArrivedAt.IsZero() {
		b.LastSenderReport = uint32(r.report.ntp >> 16)
		b.Delay = uint32(now.Sub(r.reportArrivedAt).Seconds() * 65536)
	}
	return b, true
}

// ntpEpoch is 1900 in Unix seconds.
const ntpEpoch = 2208988800

// ntpOf returns t as a 64-bit NTP timestamp.
func ntpOf(t time.Time) uint64 {
	return uint64(t.Unix()+ntpEpoch)<<32 | uint64(t.Nanosecond())<<32/1e9
}

// timeOf is the inverse of ntpOf.
func timeOf(ntp uint64) time.Time {
	return time.Unix(int64(ntp>>32)-ntpEpoch, int64((ntp&0xffffffff)*1e9>>32))
}
