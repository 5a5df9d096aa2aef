namespace Registry.Core.Time;

/// <summary>
/// The storage service's clock, as the <c>Date</c> headers of its answers prove it. An answer with Date D, sent at s and
/// received at r on the monotonic clock, proves an offset in (D − r, D + 1 s − s): a Date is cut to whole seconds. A Date may be
/// wrong, two in succession even, and by so little that nothing contradicts it; so what any of three successive answers allows
/// is what counts: the interval is the intersection of that over answers, widened with age. An answer outside of it is doubted;
/// three in succession that agree tell that the service's clock was set, one inside of it that those Dates were wrong. It
/// starts over when wall and monotonic clock part (this machine slept). Thread-safe.
/// </summary>
public sealed class StorageClock(TimeProvider time)
{
    /// <summary>Wider than this, nothing is stamped: another answer must be fetched first.</summary>
    public const long UsableWidthMs = 4000;

    // Crystals are good to 100 ppm; two of them can part at 200.
    private const double DriftPerMs = 200e-6;
    private const long MaxWallDriftMs = 1000;

    // As many wrong Dates in succession as are borne, and one.
    private const int Agreeing = 3;

    private readonly Lock _gate = new();
    private Interval? _known;
    private Interval? _last;
    private Interval? _lastButOne;
    private int _doubted;
    private double _wallMinusMonotonic = WallMinusMonotonic(time);
    private double _notBefore = double.NegativeInfinity;

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
                (_known, _last, _lastButOne, _doubted) = (null, null, null, 0);
                (_wallMinusMonotonic, _notBefore) = (wall, Milliseconds(time.GetTimestamp()));
            }

            if (s < _notBefore)
            {
                return;
            }

            var answer = new Interval(d - r, d + 1000 - s, r);
            if (_last is { } last)
            {
                Judge(answer, last.WidenedTo(r), wall);
            }

            (_lastButOne, _last) = (_last, answer);
        }
    }

    /// <summary>
    /// Storage time now. False while it is not known well enough: no two answers agree (one alone may carry a wrong Date), the
    /// last one is doubted, the interval is wider than <see cref="UsableWidthMs"/>, or this machine slept since the last answer.
    /// </summary>
    public bool TryNow(out StorageInstant now)
    {
        lock (_gate)
        {
            var m = Milliseconds(time.GetTimestamp());
            var (low, high, _) = (_known ?? default).WidenedTo(m);
            now = new StorageInstant((long)Math.Floor(m + low), (long)Math.Ceiling(m + high));
            return _known is not null && _doubted == 0 && high - low <= UsableWidthMs
                && Math.Abs(WallMinusMonotonic(time) - _wallMinusMonotonic) <= MaxWallDriftMs;
        }
    }

    private void Judge(Interval answer, Interval last, double wall)
    {
        var any = last.Hull(answer);
        any = _lastButOne?.WidenedTo(answer.At).Hull(any) ?? any;
        var known = _known?.WidenedTo(answer.At);
        if (known is { } truth && truth.Meets(answer))
        {
            (_known, _doubted) = (truth.Intersect(any), 0);
            return;
        }

        _doubted = _doubted > 0 && last.Meets(answer) ? _doubted + 1 : 1;
        if (known is null ? last.Meets(answer) : _doubted == Agreeing)
        {
            (_known, _doubted, _wallMinusMonotonic) = (any, 0, wall);
        }
    }

    private double Milliseconds(long timestamp) => timestamp * 1000.0 / time.TimestampFrequency;

    private static double WallMinusMonotonic(TimeProvider time) =>
        time.GetUtcNow().ToUnixTimeMilliseconds() - (time.GetTimestamp() * 1000.0 / time.TimestampFrequency);

    /// <summary>Offsets in milliseconds, as of a time on the monotonic clock.</summary>
    private readonly record struct Interval(double Low, double High, double At)
    {
        public Interval WidenedTo(double monotonic)
        {
            var slack = Math.Max(0, monotonic - At) * DriftPerMs;
            return new Interval(Low - slack, High + slack, Math.Max(monotonic, At));
        }

        public bool Meets(Interval other) => Math.Max(Low, other.Low) <= Math.Min(High, other.High);

        public Interval Hull(Interval other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High), At);

        public Interval Intersect(Interval other) => new(Math.Max(Low, other.Low), Math.Min(High, other.High), At);
    }
}
