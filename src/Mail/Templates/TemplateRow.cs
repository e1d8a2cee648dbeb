using Fluid.Values;

namespace EmailCampaign.Mail.Templates;

/// <summary>The values of one contact, by the names a template uses for them.</summary>
internal readonly struct TemplateRow(TemplateNames names, IReadOnlyList<string> values, string address)
{
    public FluidValue Value(string name) => names.TryGetColumn(name, out var column)
        ? StringValue.Create(Text(column))
        : name switch
        {
            TemplateNames.Address => StringValue.Create(address),
            TemplateNames.Row => new DictionaryValue(new RowValue(names, values)),
            _ => NilValue.Instance,
        };

    /// <summary>The recipient.</summary>
    public string Address => address;

    public string Text(int column) => column < values.Count ? values[column] : "";
}
