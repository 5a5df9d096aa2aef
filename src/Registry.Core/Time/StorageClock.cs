namespace Registry.Core.Time;

/// <summary>
/// The storage service's clock, as the <c>Date</c> headers of its answers prove it. An answer with Date D, sent at s and
/// received at r on the monotonic clock, proves an offset in (D − r, D + 1 s − s): a Date is cut to whole seconds. The
/// interval is the intersection over answers, widened with age; it starts over when it becomes empty (the service's clock
/// was set) or when wall and monotonic clock part (this machine slept). Thread-safe.
/// </summary>
public sealed class StorageClock(TimeProvider time)
{
    /// <summary>Wider than this, nothing is stamped: another answer must be fetched first.</summary>
    public const long UsableWidthMs = 4000;

    // Crystals are good to 100 ppm; two of them can part at 200.
    private const double DriftPerMs = 200e-6;
    private const long MaxWallDriftMs = 1000;

    private readonly Lock _gate = new();
    private double _low;
    private double _high;
    private double _at;
    private double _wallMinusMonotonic = WallMinusMonotonic(time);
    private double _notBefore = double.NegativeInfinity;
    private int _agreeing;

    /// <summary>Takes in one answer.</summary>
    /// <param name="date">The answer's Date header.</param>
    /// <param name="sent">Monotonic timestamp (<see cref="TimeProvider.GetTimestamp"/>) before the request was sent.</param>
    /// <param name="received">Monotonic timestamp after its headers arrived.</param>
    public void Observe(DateTimeOffset date, long sent, long received)
    {
        var s = Milliseconds(sent);
        var r = Milliseconds(received);
        double d = date.ToUnixTimeMilliseconds();
        lock (_gate)
        {
            // An answer that was under way while this machine slept proves nothing: its two times are of two offsets.
            var wall = WallMinusMonotonic(time);
            if (Math.Abs(wall - _wallMinusMonotonic) > MaxWallDriftMs)
            {
                (_wallMinusMonotonic, _agreeing, _notBefore) = (wall, 0, Milliseconds(time.GetTimestamp()));
            }

            if (s < _notBefore)
            {
                return;
            }

            var low = d - r;
            var high = d + 1000 - s;
            if (_agreeing > 0)
            {
                var (oldLow, oldHigh) = WidenedTo(r);
                if (Math.Max(low, oldLow) <= Math.Min(high, oldHigh))
                {
                    (_low, _high, _at) = (Math.Max(low, oldLow), Math.Min(high, oldHigh), r);
                    _agreeing = Math.Min(_agreeing + 1, 2);
                    return;
                }
            }

            (_low, _high, _at, _wallMinusMonotonic, _agreeing) = (low, high, r, wall, 1);
        }
    }

    /// <summary>
    /// Storage time now. False while it is not known well enough: fewer than two answers agree (one alone may carry a wrong
    /// Date), the interval is wider than <see cref="UsableWidthMs"/>, or this machine slept since the last answer.
    /// </summary>
    public bool TryNow(out StorageInstant now)
    {
        lock (_gate)
        {
            var m = Milliseconds(time.GetTimestamp());
            var (low, high) = WidenedTo(m);
            now = new StorageInstant((long)Math.Floor(m + low), (long)Math.Ceiling(m + high));
            return _agreeing >= 2 && high - low <= UsableWidthMs && Math.Abs(WallMinusMonotonic(time) - _wallMinusMonotonic) <= MaxWallDriftMs;
        }
    }

    private (double Low, double High) WidenedTo(double monotonic)
    {
        var slack = Math.Max(0, monotonic - _at) * DriftPerMs;
        return (_low - slack, _high + slack);
    }

    private double Milliseconds(long timestamp) => timestamp * 1000.0 / time.TimestampFrequency;

    private static double WallMinusMonotonic(TimeProvider time) =>
        time.GetUtcNow().ToUnixTimeMilliseconds() - (time.GetTimestamp() * 1000.0 / time.TimestampFrequency);
}
