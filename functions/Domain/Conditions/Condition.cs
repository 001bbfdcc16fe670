using System.Text.Json;
using PromoFunctions.Domain.Asking;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Money;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Rules;

namespace PromoFunctions.Domain.Conditions;

/// <summary>What a campaign asks of an order. Each kind is a sealed record in a file of its own, and holds no state.</summary>
public abstract record Condition
{
    /// <summary>The kind's name in JSON.</summary>
    public abstract string Kind { get; }

    /// <summary>The topic of questions that it is an answer to.</summary>
    public abstract Topic Topic { get; }

    /// <summary>Reads any kind of condition.</summary>
    public static Condition? Read(FieldReader reader) => RuleCatalog<Condition>.Read(reader);

    /// <summary>Whether an order meets the condition.</summary>
    public abstract bool IsMet(in OrderContext order);

    /// <summary>Null when the order meets the condition, else why not.</summary>
    public Reason? Check(in OrderContext order) => IsMet(order) ? null : Refuse(order);

    /// <summary>Whether it compares money, which has no meaning for a cart in another currency.</summary>
    public virtual bool ComparesMoney => false;

    /// <summary>Whether no order can meet both this and <paramref name="other"/>, where that can be seen.</summary>
    public virtual bool Contradicts(Condition other) => false;

    /// <summary>Whether, by what is known of a customer, no order of theirs can meet it today.</summary>
    public virtual bool IsClosedTo(Customer customer) => false;

    /// <summary>The condition in a sentence, for somebody who reads the terms.</summary>
    public abstract string Describe(Phrases phrases, Currency currency);

    /// <summary>Writes the condition as it is read.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", Kind);
        WriteMembers(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes what a storefront may show of the condition.</summary>
    public virtual void WritePublic(Utf8JsonWriter writer) => Write(writer);

    /// <summary>Why an order that does not meet the condition does not.</summary>
    protected abstract Reason Refuse(in OrderContext order);

    /// <summary>Writes the members beside <c>kind</c>.</summary>
    protected abstract void WriteMembers(Utf8JsonWriter writer);
}
