using System.Globalization;

namespace Registry.Core.Sharding;

/// <summary>
/// Every row key of a partition is built and parsed here. In ordinal order: <c>a_</c> agents, <c>c_</c> changes, <c>head</c>, then the
/// rest: no key but a change sorts between <c>c_</c> and <c>head</c>, so that one range query reads the log's tail and its head.
/// </summary>
public static class RowKeys
{
    public const string Head = "head";
    public const string AgentPrefix = "a_";
    public const string ChangePrefix = "c_";
    public const string RevisionPrefix = "r_";
    public const string HeartbeatPrefix = "v_hb_";
    public const string ProbePrefix = "v_pr_";
    public const string UsagePrefix = "v_us_";

    /// <summary>In the place of a process: the sum of those that are gone.</summary>
    public const string UsageSum = "sum";

    public const string OutagePrefix = "o_";
    public const string DeliveryPrefix = "w_";

    /// <summary>In <c>graph</c>: an agent's lifecycle and dependencies.</summary>
    public const string NodePrefix = "n_";

    /// <summary>In <c>config</c>: what operators set.</summary>
    public const string ConfigPrefix = "x_";
    public const string Sweep = "s_sweep";

    /// <summary>In <c>config</c>: the number of shards, inserted once.</summary>
    public const string Shards = "shards";

    public static string Agent(string id) => AgentPrefix + id;

    public static string Node(string id) => NodePrefix + id;

    /// <summary>In <c>config</c>: an entry, <c>x_{kind}!{id}</c>.</summary>
    public static string Config(string key) => ConfigPrefix + key;

    public static string Change(long seq) => string.Create(CultureInfo.InvariantCulture, $"{ChangePrefix}{seq:D19}");

    public static string Revision(string id, long seq) => string.Create(CultureInfo.InvariantCulture, $"{RevisionPrefix}{id}!{seq:D19}");

    public static string Heartbeats(string process, int page) => string.Create(CultureInfo.InvariantCulture, $"{HeartbeatPrefix}{process}_{page:D4}");

    public static string Probes(int page) => string.Create(CultureInfo.InvariantCulture, $"{ProbePrefix}{page:D4}");

    public static string Usage(string process, int page) => string.Create(CultureInfo.InvariantCulture, $"{UsagePrefix}{process}_{page:D4}");

    public static string Outage(long from, string process) => string.Create(CultureInfo.InvariantCulture, $"{OutagePrefix}{from:D19}_{process}");

    /// <summary>In <c>config</c>: a job's lease and last result.</summary>
    public static string Job(string name) => "j_" + name;

    /// <summary>In <c>config</c>: how far a subscription's deliveries are.</summary>
    public static string Delivery(string subscription) => DeliveryPrefix + subscription;

    public static long ParseChange(string rowKey) => long.Parse(rowKey.AsSpan(ChangePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The id and sequence number of a revision's key.</summary>
    public static (string Id, long Seq) ParseRevision(string rowKey)
    {
        var mark = rowKey.LastIndexOf('!');
        return (rowKey[RevisionPrefix.Length..mark], long.Parse(rowKey.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <summary>The page of a probe vector's key; false for a key that no release of this registry writes.</summary>
    public static bool TryParseProbes(string rowKey, out int page) =>
        int.TryParse(rowKey.AsSpan(ProbePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out page);

    /// <summary>The process and page of a heartbeat vector's key; false for a key that no release of this registry writes.</summary>
    public static bool TryParseHeartbeats(string rowKey, out string process, out int page) => TryParse(rowKey, HeartbeatPrefix, out process, out page);

    /// <summary>The process (or <see cref="UsageSum"/>) and page of a usage vector's key; false for a key that no release of this registry writes.</summary>
    public static bool TryParseUsage(string rowKey, out string process, out int page) => TryParse(rowKey, UsagePrefix, out process, out page);

    private static bool TryParse(string rowKey, string prefix, out string process, out int page)
    {
        var mark = rowKey.LastIndexOf('_');
        process = mark > prefix.Length ? rowKey[prefix.Length..mark] : "";
        return int.TryParse(rowKey.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out page) && process.Length > 0;
    }
}
