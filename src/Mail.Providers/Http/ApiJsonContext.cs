using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmailCampaign.Mail.Providers.Http;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
