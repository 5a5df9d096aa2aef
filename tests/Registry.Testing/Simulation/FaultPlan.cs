namespace Registry.Testing.Simulation;

/// <summary>What goes wrong in a run, and how often. Rates are probabilities a call (or a continuation), 0 … 1.</summary>
public sealed record FaultPlan
{
    /// <summary>Nothing goes wrong; calls take a few milliseconds.</summary>
    public static FaultPlan None { get; } = new();

    /// <summary>Longest usual way of a request to storage, and of its answer back.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(8);

    /// <summary>How many ways take up to <see cref="SlowDelay"/>.</summary>
    public double Slow { get; init; }

    public TimeSpan SlowDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>When a process stops waiting for storage's answer.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>429, 503 ServerBusy: refused, nothing changed.</summary>
    public double Throttled { get; init; }

    /// <summary>The request provably never left, or a read had no answer.</summary>
    public double Unavailable { get; init; }

    /// <summary>412 on a conditional write whose ETag would have matched.</summary>
    public double SpuriousContention { get; init; }

    /// <summary>A write is lost on its way and never happens; the answer is OutcomeUnknown.</summary>
    public double LostBefore { get; init; }

    /// <summary>A write happens and its answer is lost.</summary>
    public double LostAfter { get; init; }

    /// <summary>A write is answered OutcomeUnknown and happens later, up to <see cref="LateDelay"/> after; also when its process is dead by then.</summary>
    public double Late { get; init; }

    public TimeSpan LateDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A write arrives once more after it was answered, up to <see cref="LateDelay"/> later, as something between repeats it; nobody hears that answer.</summary>
    public double Repeated { get; init; }

    /// <summary>A call arrives twice before its answer, and the second one's answer is what its process hears: of a write, a refusal of what it did itself.</summary>
    public double RepeatedBelow { get; init; }

    /// <summary>Pages that end early.</summary>
    public double ShortPage { get; init; }

    /// <summary>Pages that hold nothing but a continuation.</summary>
    public double EmptyPage { get; init; }

    /// <summary>Answers whose Date is wrong by half a second to hours.</summary>
    public double WrongDate { get; init; }

    /// <summary>Times that storage as a whole does not answer, in a run.</summary>
    public int Outages { get; init; }

    /// <summary>Times that one process cannot reach storage.</summary>
    public int Partitions { get; init; }

    public TimeSpan OutageLength { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Pauses of a process at a continuation, up to <see cref="PauseLength"/>.</summary>
    public double Pause { get; init; }

    public TimeSpan PauseLength { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Long pauses (up to <see cref="LongPauseLength"/>, longer than TTLs) of a process, in a run.</summary>
    public int LongPauses { get; init; }

    public TimeSpan LongPauseLength { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Share of the long pauses in which the monotonic clock stands still too (the machine sleeps).</summary>
    public double Sleep { get; init; }

    /// <summary>Processes killed and started anew, in a run.</summary>
    public int Kills { get; init; }

    /// <summary>How wrong wall clocks are at most; they also jump this far.</summary>
    public TimeSpan WallError { get; init; }

    /// <summary>Jumps of a wall clock, in a run.</summary>
    public int WallJumps { get; init; }

    /// <summary>How far monotonic clocks run too fast or too slow, in millionths.</summary>
    public double DriftPpm { get; init; }

    /// <summary>A mix of faults: most runs have some kinds of them, a few have all, a few have none.</summary>
    public static FaultPlan Draw(SimRandom random)
    {
        if (random.Chance(0.08))
        {
            return None;
        }

        var level = random.Pick([0.2, 1, 1, 3]);
        double Rate(double usual) => random.Chance(0.6) ? usual * level * random.NextDouble() * 2 : 0;
        int Count(int most) => random.Chance(0.5) ? random.Next(most + 1) : 0;
        return new FaultPlan
        {
            Delay = random.Between(0.002, 0.05),
            Slow = random.Chance(0.3) ? 0.5 * random.NextDouble() : Rate(0.01),
            SlowDelay = random.Between(0.3, 4),
            Throttled = Rate(0.01),
            Unavailable = Rate(0.01),
            SpuriousContention = Rate(0.01),
            LostBefore = Rate(0.01),
            LostAfter = Rate(0.02),
            Late = Rate(0.02),
            LateDelay = random.Between(2, 30),
            ShortPage = Rate(0.05),
            EmptyPage = Rate(0.03),
            WrongDate = Rate(0.005),
            Outages = Count(2),
            Partitions = Count(4),
            OutageLength = random.Between(5, 90),
            Pause = Rate(0.001),
            PauseLength = random.Between(0.05, 3),
            LongPauses = Count(6),
            LongPauseLength = random.Between(2, 100),
            Sleep = random.Pick([0, 0.3]),
            Kills = Count(8),
            WallError = random.Pick([TimeSpan.Zero, TimeSpan.FromMinutes(3), TimeSpan.FromDays(2)]),
            WallJumps = Count(4),
            DriftPpm = random.Pick([0.0, 30, 100]),
            Repeated = Rate(0.02),
            RepeatedBelow = Rate(0.01),
        };
    }
}
