using System.Text.Json.Serialization;
using Registry.Contracts.Agents;
using Registry.Contracts.Auth;
using Registry.Contracts.Batches;
using Registry.Contracts.Dependencies;
using Registry.Contracts.Events;
using Registry.Contracts.Health;
using Registry.Contracts.Hooks;
using Registry.Contracts.Indexes;
using Registry.Contracts.Lifecycles;
using Registry.Contracts.Resolution;
using Registry.Contracts.Statistics;
using Registry.Contracts.Subscriptions;
using Registry.Contracts.Systems;
using Registry.Contracts.Trust;
using Registry.Contracts.Usage;

namespace Registry.Contracts;

/// <summary>How every wire type is written and read: <c>snake_case</c> members, absent where null, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentRegistration))]
[JsonSerializable(typeof(AgentRegistered))]
[JsonSerializable(typeof(AgentHeartbeat))]
[JsonSerializable(typeof(AgentHeartbeatReceived))]
[JsonSerializable(typeof(AgentResource))]
[JsonSerializable(typeof(AgentPage))]
[JsonSerializable(typeof(AgentVersionList))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(HookRequest))]
[JsonSerializable(typeof(HookResource))]
[JsonSerializable(typeof(HookList))]
[JsonSerializable(typeof(IndexRequest))]
[JsonSerializable(typeof(IndexResource))]
[JsonSerializable(typeof(IndexList))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(HeartbeatItem[]))]
[JsonSerializable(typeof(UnregisterBatch))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(LiveReport))]
[JsonSerializable(typeof(SweepAnswer))]
[JsonSerializable(typeof(ProbeAnswer))]
[JsonSerializable(typeof(AgentHealthReport))]
[JsonSerializable(typeof(Dictionary<string, AgentHealthReport>))]
[JsonSerializable(typeof(Dictionary<string, bool>))]
[JsonSerializable(typeof(MaintenanceRequest))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, long>))]
[JsonSerializable(typeof(StatisticsReport))]
[JsonSerializable(typeof(UsageReport))]
[JsonSerializable(typeof(AgentUsage))]
[JsonSerializable(typeof(CapabilityList))]
[JsonSerializable(typeof(CleanupRequest))]
[JsonSerializable(typeof(CleanupAnswer))]
[JsonSerializable(typeof(SubscriptionRequest))]
[JsonSerializable(typeof(SubscriptionChange))]
[JsonSerializable(typeof(SubscriptionResource))]
[JsonSerializable(typeof(SubscriptionList))]
[JsonSerializable(typeof(RedeliverAnswer))]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(ErrorList))]
[JsonSerializable(typeof(IReadOnlyList<ErrorEntry>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(ActivateBatch))]
[JsonSerializable(typeof(DependencyIds))]
[JsonSerializable(typeof(DependentIds))]
[JsonSerializable(typeof(DependencyValidation))]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(CycleList))]
[JsonSerializable(typeof(CycleAnswer))]
[JsonSerializable(typeof(GraphData))]
[JsonSerializable(typeof(AgentCircuit))]
[JsonSerializable(typeof(CircuitList))]
[JsonSerializable(typeof(ResetAnswer))]
[JsonSerializable(typeof(OutcomeReport))]
[JsonSerializable(typeof(OutcomeItem[]))]
[JsonSerializable(typeof(ResolveAnswer))]
[JsonSerializable(typeof(ProviderDirectory))]
[JsonSerializable(typeof(List<ResolutionCandidate>))]
[JsonSerializable(typeof(ReadinessReport))]
[JsonSerializable(typeof(SystemDetection))]
[JsonSerializable(typeof(AuthorityRequest))]
[JsonSerializable(typeof(AuthorityResource))]
[JsonSerializable(typeof(AuthorityList))]
[JsonSerializable(typeof(RevocationRequest))]
[JsonSerializable(typeof(TrustRequest))]
[JsonSerializable(typeof(AgentTrustReport))]
[JsonSerializable(typeof(MessageAnswer))]
[JsonSerializable(typeof(OwnerChange))]
[JsonSerializable(typeof(WhoAmI))]
[JsonSerializable(typeof(Problem))]
public sealed partial class ContractsContext : JsonSerializerContext;
