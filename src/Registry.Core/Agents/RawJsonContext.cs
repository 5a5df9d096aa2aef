using System.Text.Json;
using System.Text.Json.Serialization;

namespace Registry.Core.Agents;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RawJsonContext : JsonSerializerContext;
