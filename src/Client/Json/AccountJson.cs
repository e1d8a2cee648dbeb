using EmailCampaign.Accounts;
using EmailCampaign.Client.Parsing;

namespace EmailCampaign.Client.Json;

/// <summary>What an account said of itself as JSON: a contract, so fields are only ever added.</summary>
internal static class AccountJson
{
    public static string Of(AccountState state) => JsonLine.Of(json =>
    {
        json.WriteString("account", state.Account);
        json.WriteString("status", KebabNames.Of(state.Status));
        json.WriteString("said", state.Sentence);
        Write("perSecond", state.PerSecond);
        Write("perDay", state.PerDay);
        Write("usedInDay", state.UsedInDay);

        void Write(string property, double? value)
        {
            if (value is { } number)
            {
                json.WriteNumber(property, number);
            }
            else
            {
                json.WriteNull(property);
            }
        }
    });
}
