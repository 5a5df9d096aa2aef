using System.Text.Json;
using Registry.Core.Health;
using Registry.Core.Health.Maintenance;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Trust;

namespace Registry.Core.Agents.Documents;

/// <summary>Reads one stored document by hand: a start reads every agent there is. Used once.</summary>
internal sealed class StoredAgentReader(StringPool pool)
{
    private static readonly MemberNames Names = new(
        "id", "name", "type", "kind", "capabilities", "status", "lifecycle", "tags", "metadata", "version", "description", "endpoint", "host", "port",
        "environment", "ttl_seconds", "health_check", "priority", "priority_group", "strategy", "handler", "circuit_breaker", "hooks", "path",
        "module_name", "last_modified", "system_type", "owner", "mutation_id", "registered_ms", "updated_ms", "reported", "lapse_mark", "probed",
        "secrets_seq", "maintenance", "state", "request_digest", "version_seq", "version_ms", "version_by", "circuit", "trust");

    private string _id = "";
    private string _name = "";
    private string _type = "";
    private AgentKind _kind;
    private IReadOnlyList<Capability> _capabilities = [];
    private HealthStatus _status;
    private Lifecycle? _lifecycle;
    private IReadOnlyList<string> _tags = [];
    private RawJson _metadata = RawJson.EmptyObject;
    private string? _version;
    private string? _description;
    private string? _endpoint;
    private string? _host;
    private int _port;
    private string? _environment;
    private long? _ttlMs;
    private HealthCheck? _healthCheck;
    private int _priority = AgentWords.NormalPriority;
    private int _priorityGroup;
    private ResolutionStrategy _strategy;
    private string? _handler;
    private CircuitBreakerOptions? _circuitBreaker;
    private LifecycleHooks? _hooks;
    private string? _path;
    private string? _moduleName;
    private string? _lastModified;
    private string? _systemType;
    private string? _owner;
    private string _mutationId = "";
    private long _registeredAt;
    private long _updatedAt;
    private HealthStatus _reported;
    private long _lapseMark;
    private HealthStatus _probed;
    private long _secretsSeq;
    private MaintenanceNote? _maintenance;
    private Lifecycle _state;
    private string? _requestDigest;
    private long _versionSeq;
    private long _versionAt;
    private string? _versionBy;
    private Circuit _circuit = Circuit.Initial;
    private AgentTrust? _trust;

    public Agent Read(ReadOnlySpan<byte> utf8, int slot, long epoch, long revision, long seen)
    {
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A stored agent is not a JSON object.");
        }

        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = Names.Find(ref reader, ref next);
            reader.Read();
            if (member < 0)
            {
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.Null)
            {
                ReadMember(member, ref reader, utf8);
            }
        }

        return new Agent
        {
            Id = _id,
            Registration = Registration(),
            Owner = _owner,
            MutationId = _mutationId,
            Slot = slot,
            Epoch = epoch,
            Revision = revision,
            RegisteredAt = _registeredAt,
            UpdatedAt = _updatedAt,
            Seen = seen,
            Reported = _reported,
            LapseMark = _lapseMark,
            ProbeStatus = _probed,
            SecretsSeq = _secretsSeq,
            Maintenance = _maintenance,
            Lifecycle = _state,
            RequestDigest = _requestDigest,

            // A release that does not know of versions leaves it out: then what it wrote is one of its own.
            VersionSeq = _versionSeq == 0 ? revision : _versionSeq,
            VersionAt = _versionSeq == 0 ? _updatedAt : _versionSeq == epoch ? _registeredAt : _versionAt,
            VersionBy = _versionSeq == 0 || _versionSeq == epoch ? _owner : _versionBy,
            Circuit = _circuit,
            Trust = _trust,
        };
    }

    private Registration Registration() => new()
    {
        Name = _name,
        Type = _type,
        Kind = _kind,
        Endpoint = _endpoint,
        Host = _host,
        Port = _port,
        Version = _version,
        Description = _description,
        Capabilities = _capabilities,
        Tags = _tags,
        Environment = _environment,
        Metadata = _metadata,
        Status = _status,
        Lifecycle = _lifecycle,
        TtlMs = _ttlMs,
        HealthCheck = _healthCheck,
        Priority = _priority,
        PriorityGroup = _priorityGroup,
        Strategy = _strategy,
        Handler = _handler,
        CircuitBreaker = _circuitBreaker,
        Hooks = _hooks,
        Path = _path,
        ModuleName = _moduleName,
        LastModified = _lastModified,
        SystemType = _systemType,
    };

    private void ReadMember(int member, ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        switch (member)
        {
            case 0: _id = reader.GetString()!; break;
            case 1: _name = reader.GetString()!; break;
            case 2: _type = pool.Read(ref reader); break;
            case 3: _kind = Word(ref reader, AgentWords.Kind); break;
            case 4: _capabilities = StoredMembers.Capabilities(ref reader, document, pool); break;
            case 5: _status = Word(ref reader, AgentWords.Status); break;
            case 6: _lifecycle = Word(ref reader, AgentWords.Lifecycle); break;
            case 7: _tags = StoredMembers.Strings(ref reader, pool); break;
            case 8: _metadata = StoredMembers.Raw(ref reader, document); break;
            case 9: _version = pool.Read(ref reader); break;
            case 10: _description = reader.GetString(); break;
            case 11: _endpoint = reader.GetString(); break;
            case 12: _host = pool.Read(ref reader); break;
            case 13: _port = reader.GetInt32(); break;
            case 14: _environment = pool.Read(ref reader); break;
            case 15: _ttlMs = (long)(reader.GetDecimal() * 1000); break;
            case 16: _healthCheck = StoredMembers.HealthCheck(ref reader, pool); break;
            case 17: _priority = StoredMembers.Priority(ref reader); break;
            case 18: _priorityGroup = reader.GetInt32(); break;
            case 19: _strategy = Word(ref reader, AgentWords.Strategy); break;
            case 20: _handler = pool.Read(ref reader); break;
            case 21: _circuitBreaker = StoredMembers.CircuitBreaker(ref reader); break;
            case 22: _hooks = StoredMembers.Hooks(ref reader); break;
            case 23: _path = reader.GetString(); break;
            case 24: _moduleName = reader.GetString(); break;
            case 25: _lastModified = reader.GetString(); break;
            case 26: _systemType = pool.Read(ref reader); break;
            case 27: _owner = pool.Read(ref reader); break;
            case 28: _mutationId = reader.GetString()!; break;
            case 29: _registeredAt = reader.GetInt64(); break;
            case 30: _updatedAt = reader.GetInt64(); break;
            case 31: _reported = Word(ref reader, AgentWords.Status); break;
            case 32: _lapseMark = reader.GetInt64(); break;
            case 33: _probed = Word(ref reader, AgentWords.Status); break;
            case 34: _secretsSeq = reader.GetInt64(); break;
            case 35: _maintenance = StoredMembers.Maintenance(ref reader); break;
            case 36: _state = Word(ref reader, AgentWords.Lifecycle); break;
            case 37: _requestDigest = reader.GetString(); break;
            case 38: _versionSeq = reader.GetInt64(); break;
            case 39: _versionAt = reader.GetInt64(); break;
            case 40: _versionBy = pool.Read(ref reader); break;
            case 41: _circuit = CircuitMembers.ReadStored(ref reader); break;
            case 42: _trust = StoredTrust.Read(ref reader, pool); break;
        }
    }

    /// <summary>A word that a newer version writes and this one does not know reads as the first value.</summary>
    private static T Word<T>(ref Utf8JsonReader reader, WordTable<T> words)
        where T : struct, Enum =>
        words.TryParse(reader.ValueSpan, out var value) ? value : default;
}
