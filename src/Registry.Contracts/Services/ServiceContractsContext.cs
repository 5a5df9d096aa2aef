using System.Text.Json.Serialization;

namespace Registry.Contracts.Services;

/// <summary>How the wire types of the service surface are written and read: <c>camelCase</c> members, absent where null, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServiceRegistration))]
[JsonSerializable(typeof(ServiceDefinition))]
[JsonSerializable(typeof(ServiceHealth))]
[JsonSerializable(typeof(ServicePage))]
[JsonSerializable(typeof(ServiceStatistics))]
[JsonSerializable(typeof(ServiceRegistryHealth))]
[JsonSerializable(typeof(ServiceCapabilityList))]
public sealed partial class ServiceContractsContext : JsonSerializerContext;
